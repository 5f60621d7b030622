//! The rows. One for each action; what is not named here may not be done.

use pilotbox_model::api::{
    accounts::{Role, TokenScope},
    challenges::ChallengeState::{self, Closed, Draft, Jury, Open, Published, Review},
};

use super::Who::{self, Anyone, Has, Member, Own, Owner, SignedIn};

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Open an account.
    Register,
    /// Follow the link of a mail.
    ConfirmEmail,
    /// Ask for a new password, and set it.
    ResetPassword,
    /// Open a session.
    SignIn,
    /// End the session.
    SignOut,
    /// Read the own account.
    ReadMe,
    /// Change the own name, language or password.
    ChangeMe,
    /// Set up or drop the own second factor.
    ManageSecondFactor,
    /// Take all that is kept about oneself.
    ExportMe,
    /// Be forgotten.
    EraseMe,
    /// Make, list and revoke the own API tokens.
    ManageTokens,
    /// End a token that one holds.
    EndToken,
    /// Make an organisation.
    CreateOrganisation,
    /// Read an organisation and its members.
    ReadOrganisation,
    /// Invite somebody to an organisation.
    InviteMember,
    /// Invite staff, evaluators and admins, and see who was invited.
    InviteRole,
    /// Accept an invitation.
    AcceptInvitation,
    /// List accounts and their roles.
    ListAccounts,
    /// Grant and take roles, lock and unlock accounts.
    ChangeRoles,
    /// List challenges: all that are public, and for staff the rest.
    ListChallenges,
    /// Read a challenge, its statement and its versions.
    ReadChallenge,
    /// Fetch the pack for startups.
    PullChallenge,
    /// Upload a pack as a new challenge.
    CreateChallenge,
    /// See the templates and make a challenge of one.
    UseTemplate,
    /// Upload a pack as a new version.
    CreateVersion,
    /// Let a version pass that somebody else uploaded, and final data that somebody
    /// else attached to it.
    ApproveVersion,
    /// Attach withheld final data.
    AttachFinal,
    /// Fetch the whole pack, hidden splits included, and final data that was attached.
    ReadPack,
    /// Move a challenge on in its life.
    MoveChallenge,
    /// Set phases, dates and quotas.
    ManagePhases,
    /// Enrol an organisation.
    Enrol,
    /// List who is enrolled.
    ListEnrolments,
    /// Read what an organisation has used of its quota.
    ReadQuota,
    /// Read the ranking of a split.
    ReadBoard,
    /// Read questions and answers.
    ListClarifications,
    /// Ask a question.
    Ask,
    /// Answer a question, for everybody to read.
    AnswerQuestion,
    /// Read announcements.
    ListAnnouncements,
    /// Announce something.
    Announce,
    /// Start, preview, apply and cancel a rejudge.
    Rejudge,
    /// Submit a plugin.
    Submit,
    /// Upload a file in parts.
    Upload,
    /// List submissions: the own, and for staff all.
    ListSubmissions,
    /// Read a submission, its dossier and its PDF.
    ReadSubmission,
    /// Fetch a component.
    ReadPlugin,
    /// Change a dossier before the close.
    ChangeDossier,
    /// Take a submission back.
    Withdraw,
    /// Choose the two that go to the final split.
    ChooseFinalist,
    /// Read the blind versions of submissions.
    ReadBlind,
    /// See who judges what, who could, and what is done.
    ListAssignments,
    /// Give work to evaluators.
    Assign,
    /// Withdraw work from an evaluator.
    WithdrawAssignment,
    /// List the own work, and count it.
    ListOwnAssignments,
    /// Read own work with its dossier.
    ReadOwnAssignment,
    /// Call own work done, or take it up again.
    FinishAssignment,
    /// Lay submissions side by side: the own, for staff any, for evaluators under codes.
    Compare,
    /// List runs: the own, and for staff all.
    ListRuns,
    /// Read a run and follow it, as far as it is shown.
    ReadRun,
    /// Read the cases and logs of a run, as far as they are shown.
    ReadCases,
    /// Fetch a receipt: of `sample` its owners, of hidden splits everybody once results are published.
    ReadReceipt,
    /// Read how long the queue is.
    ReadQueue,
    /// Read the list of keys that sign receipts.
    ReadKeys,
    /// Export the chain of receipts, decisions and audit events.
    ReadChain,
    /// List rejudges of a challenge.
    ListRejudges,
    /// List organisations with what they use.
    ListOrganisations,
    /// Give an organisation another name.
    RenameOrganisation,
    /// See what organisations use of their quotas, and allow one more or less.
    ManageQuotas,
    /// See the workers, the queue and the runs under way.
    ReadWork,
    /// See what is kept and how much room is left.
    ReadStorage,
    /// See which mails went, without what they say.
    ReadMailLog,
    /// Read what is switched on, and what the site says above every page.
    ReadSite,
    /// Switch parts of the site on and off.
    ManageSite,
    /// Read the description of this API.
    ReadDescription,
}

/// A row of the table.
#[derive(Debug)]
pub struct Row {
    /// What is done.
    pub action: Action,
    /// Who may do it.
    pub who: &'static [Who],
    /// The scope that a token needs; `None` where no token will do.
    pub scope: Option<TokenScope>,
    /// The states of the challenge in which it may be done; empty for every state.
    pub states: &'static [ChallengeState],
    /// Whether it may be done before a second factor that the role asks for.
    pub without_second_factor: bool,
}

const fn row(
    action: Action,
    who: &'static [Who],
    scope: Option<TokenScope>,
    states: &'static [ChallengeState],
) -> Row {
    Row {
        action,
        who,
        scope,
        states,
        without_second_factor: false,
    }
}

const fn early(action: Action, who: &'static [Who], scope: Option<TokenScope>) -> Row {
    Row {
        action,
        who,
        scope,
        states: &[],
        without_second_factor: true,
    }
}

const READ: Option<TokenScope> = Some(TokenScope::Read);
const SUBMIT: Option<TokenScope> = Some(TokenScope::Submit);
const MANAGE: Option<TokenScope> = Some(TokenScope::Manage);

const STAFF: &[Who] = &[Has(Role::Staff)];
const EVALUATOR: &[Who] = &[Has(Role::Evaluator)];
const OWN_WORK: &[Who] = &[Own(Role::Evaluator)];

const BEFORE_JURY: &[ChallengeState] = &[Draft, Review, Open, Closed];
/// Finalists are known, and nothing is decided.
const UNDECIDED: &[ChallengeState] = &[Closed, Jury];
/// Dossiers are read under codes.
const BLIND: &[ChallengeState] = &[Closed, Jury, Published];

impl Action {
    /// Every action.
    pub const ALL: [Self; 73] = [
        Self::Register,
        Self::ConfirmEmail,
        Self::ResetPassword,
        Self::SignIn,
        Self::SignOut,
        Self::ReadMe,
        Self::ChangeMe,
        Self::ManageSecondFactor,
        Self::ExportMe,
        Self::EraseMe,
        Self::ManageTokens,
        Self::EndToken,
        Self::CreateOrganisation,
        Self::ReadOrganisation,
        Self::InviteMember,
        Self::InviteRole,
        Self::AcceptInvitation,
        Self::ListAccounts,
        Self::ChangeRoles,
        Self::ListChallenges,
        Self::ReadChallenge,
        Self::PullChallenge,
        Self::CreateChallenge,
        Self::UseTemplate,
        Self::CreateVersion,
        Self::ApproveVersion,
        Self::AttachFinal,
        Self::ReadPack,
        Self::MoveChallenge,
        Self::ManagePhases,
        Self::Enrol,
        Self::ListEnrolments,
        Self::ReadQuota,
        Self::ReadBoard,
        Self::ListClarifications,
        Self::Ask,
        Self::AnswerQuestion,
        Self::ListAnnouncements,
        Self::Announce,
        Self::Rejudge,
        Self::Submit,
        Self::Upload,
        Self::ListSubmissions,
        Self::ReadSubmission,
        Self::ReadPlugin,
        Self::ChangeDossier,
        Self::Withdraw,
        Self::ChooseFinalist,
        Self::ReadBlind,
        Self::ListAssignments,
        Self::Assign,
        Self::WithdrawAssignment,
        Self::ListOwnAssignments,
        Self::ReadOwnAssignment,
        Self::FinishAssignment,
        Self::Compare,
        Self::ListRuns,
        Self::ReadRun,
        Self::ReadCases,
        Self::ReadReceipt,
        Self::ReadQueue,
        Self::ReadKeys,
        Self::ReadChain,
        Self::ListRejudges,
        Self::ListOrganisations,
        Self::RenameOrganisation,
        Self::ManageQuotas,
        Self::ReadWork,
        Self::ReadStorage,
        Self::ReadMailLog,
        Self::ReadSite,
        Self::ManageSite,
        Self::ReadDescription,
    ];

    /// Its row.
    pub fn row(self) -> &'static Row {
        // The rows stand in the order of the actions; a test says so.
        &TABLE[self as usize]
    }
}

/// The table, in the order of the actions.
pub static TABLE: [Row; 73] = [
    row(Action::Register, &[Anyone], None, &[]),
    row(Action::ConfirmEmail, &[Anyone], None, &[]),
    row(Action::ResetPassword, &[Anyone], None, &[]),
    row(Action::SignIn, &[Anyone], None, &[]),
    early(Action::SignOut, &[SignedIn], None),
    early(Action::ReadMe, &[SignedIn], READ),
    early(Action::ChangeMe, &[SignedIn], None),
    early(Action::ManageSecondFactor, &[SignedIn], None),
    early(Action::ExportMe, &[SignedIn], None),
    early(Action::EraseMe, &[SignedIn], None),
    row(Action::ManageTokens, &[SignedIn], None, &[]),
    early(Action::EndToken, &[Anyone], None),
    row(Action::CreateOrganisation, &[SignedIn], MANAGE, &[]),
    row(
        Action::ReadOrganisation,
        &[Member, Has(Role::Staff), Has(Role::Admin)],
        READ,
        &[],
    ),
    row(Action::InviteMember, &[Owner], MANAGE, &[]),
    row(Action::InviteRole, &[Has(Role::Admin)], MANAGE, &[]),
    early(Action::AcceptInvitation, &[Anyone], None),
    row(Action::ListAccounts, &[Has(Role::Admin)], MANAGE, &[]),
    row(Action::ChangeRoles, &[Has(Role::Admin)], MANAGE, &[]),
    row(Action::ListChallenges, &[Anyone], READ, &[]),
    row(Action::ReadChallenge, &[Anyone], READ, &[]),
    row(Action::PullChallenge, &[Anyone], READ, &[]),
    row(Action::CreateChallenge, STAFF, MANAGE, &[]),
    row(Action::UseTemplate, STAFF, MANAGE, &[]),
    row(Action::CreateVersion, STAFF, MANAGE, BEFORE_JURY),
    row(Action::ApproveVersion, STAFF, MANAGE, BEFORE_JURY),
    row(Action::AttachFinal, STAFF, MANAGE, BEFORE_JURY),
    row(Action::ReadPack, STAFF, MANAGE, &[]),
    row(Action::MoveChallenge, STAFF, MANAGE, &[]),
    row(Action::ManagePhases, STAFF, MANAGE, &[Draft, Review, Open]),
    row(Action::Enrol, &[Member], SUBMIT, &[Open]),
    row(Action::ListEnrolments, STAFF, READ, &[]),
    row(Action::ReadQuota, &[Member], READ, &[]),
    row(Action::ReadBoard, &[Anyone], READ, &[]),
    row(Action::ListClarifications, &[Anyone], READ, &[]),
    row(Action::Ask, &[Member], SUBMIT, &[Open]),
    row(Action::AnswerQuestion, STAFF, MANAGE, &[]),
    row(Action::ListAnnouncements, &[Anyone], READ, &[]),
    row(Action::Announce, STAFF, MANAGE, &[]),
    row(Action::Rejudge, STAFF, MANAGE, &[Open, Closed, Jury]),
    row(Action::Submit, &[Member], SUBMIT, &[Open]),
    row(Action::Upload, &[SignedIn], SUBMIT, &[]),
    row(
        Action::ListSubmissions,
        &[Member, Has(Role::Staff)],
        READ,
        &[],
    ),
    row(
        Action::ReadSubmission,
        &[Member, Has(Role::Staff)],
        READ,
        &[],
    ),
    row(Action::ReadPlugin, &[Member], READ, &[]),
    row(Action::ChangeDossier, &[Member], SUBMIT, &[Open]),
    row(Action::Withdraw, &[Member], SUBMIT, &[Open, Closed]),
    row(Action::ChooseFinalist, &[Member], SUBMIT, &[Open]),
    row(Action::ReadBlind, EVALUATOR, READ, BLIND),
    row(Action::ListAssignments, STAFF, READ, &[]),
    row(Action::Assign, STAFF, MANAGE, UNDECIDED),
    row(Action::WithdrawAssignment, STAFF, MANAGE, UNDECIDED),
    row(Action::ListOwnAssignments, EVALUATOR, READ, &[]),
    row(Action::ReadOwnAssignment, OWN_WORK, READ, BLIND),
    row(Action::FinishAssignment, OWN_WORK, MANAGE, UNDECIDED),
    row(
        Action::Compare,
        &[Member, Has(Role::Staff), Has(Role::Evaluator)],
        READ,
        &[],
    ),
    row(Action::ListRuns, &[Member, Has(Role::Staff)], READ, &[]),
    row(Action::ReadRun, &[Member, Has(Role::Staff)], READ, &[]),
    row(Action::ReadCases, &[Member, Has(Role::Staff)], READ, &[]),
    row(Action::ReadReceipt, &[Anyone], READ, &[]),
    row(Action::ReadQueue, &[Anyone], READ, &[]),
    row(Action::ReadKeys, &[Anyone], READ, &[]),
    row(Action::ReadChain, &[Anyone], READ, &[]),
    row(Action::ListRejudges, STAFF, READ, &[]),
    row(Action::ListOrganisations, &[Has(Role::Admin)], MANAGE, &[]),
    row(Action::RenameOrganisation, &[Has(Role::Admin)], MANAGE, &[]),
    row(Action::ManageQuotas, &[Has(Role::Admin)], MANAGE, &[]),
    row(Action::ReadWork, &[Has(Role::Admin)], MANAGE, &[]),
    row(Action::ReadStorage, &[Has(Role::Admin)], MANAGE, &[]),
    row(Action::ReadMailLog, &[Has(Role::Admin)], MANAGE, &[]),
    row(Action::ReadSite, &[Anyone], READ, &[]),
    row(Action::ManageSite, &[Has(Role::Admin)], MANAGE, &[]),
    row(Action::ReadDescription, &[Anyone], READ, &[]),
];
