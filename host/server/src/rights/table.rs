//! The rows. One for each action; what is not named here may not be done.

use pilotbox_model::api::{
    accounts::{Role, TokenScope},
    challenges::ChallengeState::{self, Archived, Closed, Draft, Jury, Open, Published, Review},
};

use super::{
    Action,
    Who::{self, Anyone, Has, Member, Own, Owner, Reader, SignedIn},
};

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
/// Of a data set's raw data, nobody else on the staff sees anything.
const READER: &[Who] = &[Reader];
const EVALUATOR: &[Who] = &[Has(Role::Evaluator)];
const OWN_WORK: &[Who] = &[Own(Role::Evaluator)];

const BEFORE_JURY: &[ChallengeState] = &[Draft, Review, Open, Closed];
/// Finalists are known, and nothing is decided.
const UNDECIDED: &[ChallengeState] = &[Closed, Jury];
/// Dossiers are read under codes.
const BLIND: &[ChallengeState] = &[Closed, Jury, Published];

/// Nothing is decided.
const UNTIL_DECIDED: &[ChallengeState] = &[Draft, Review, Open, Closed, Jury];
/// The decision is made, or out and may be corrected.
const DECIDING: &[ChallengeState] = &[Jury, Published, Archived];

/// The table, in the order of the actions.
pub static TABLE: [Row; 120] = [
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
    row(Action::NoteAssignment, OWN_WORK, MANAGE, UNDECIDED),
    row(Action::DeclareConflict, OWN_WORK, MANAGE, UNDECIDED),
    row(Action::ReadRubric, OWN_WORK, READ, BLIND),
    row(Action::Judge, OWN_WORK, MANAGE, &[Jury]),
    row(Action::Moderate, OWN_WORK, MANAGE, &[Jury]),
    row(
        Action::ReadModerations,
        &[Has(Role::Staff), Has(Role::Evaluator)],
        READ,
        &[],
    ),
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
    row(Action::ListData, &[Anyone], READ, &[]),
    row(Action::ReadData, &[Anyone], READ, &[]),
    row(Action::CreateData, STAFF, MANAGE, &[]),
    row(Action::NameReader, READER, MANAGE, &[]),
    row(Action::BringRaw, READER, MANAGE, &[]),
    row(Action::FetchRaw, READER, MANAGE, &[]),
    row(Action::FetchSealed, READER, MANAGE, &[]),
    row(Action::DeleteRaw, READER, MANAGE, &[]),
    row(Action::ReadDataProfile, READER, MANAGE, &[]),
    row(Action::ProposeDataPolicy, READER, MANAGE, &[]),
    row(Action::ReadDataPolicy, STAFF, READ, &[]),
    row(Action::ApproveDataPolicy, STAFF, MANAGE, &[]),
    row(Action::ReleaseData, STAFF, MANAGE, &[]),
    row(Action::OpenRelease, STAFF, MANAGE, &[]),
    row(Action::ListPilots, &[Anyone], READ, &[]),
    row(Action::ReadPilot, &[Anyone], READ, &[]),
    row(Action::AskPilot, &[Anyone], READ, &[]),
    row(Action::SayOfPilot, &[Anyone], SUBMIT, &[]),
    row(Action::OpenPilot, STAFF, MANAGE, &[Published]),
    row(Action::ReadPilotWork, STAFF, READ, &[]),
    row(Action::StopPilot, STAFF, MANAGE, &[]),
    row(Action::ManagePilot, STAFF, MANAGE, &[]),
    row(Action::ListProblems, &[Anyone], READ, &[]),
    row(Action::ReadProblem, &[Anyone], READ, &[]),
    row(Action::ProposeProblem, &[SignedIn], SUBMIT, &[]),
    row(Action::SupportProblem, &[SignedIn], SUBMIT, &[]),
    row(Action::ModerateProblem, STAFF, MANAGE, &[]),
    row(Action::AnswerProblem, STAFF, MANAGE, &[]),
    row(Action::LinkProblem, STAFF, MANAGE, &[]),
    row(Action::ReadDecisionRule, &[Anyone], READ, &[]),
    row(Action::DeclareDecision, STAFF, MANAGE, UNTIL_DECIDED),
    row(Action::PreviewDecision, STAFF, READ, &[]),
    row(Action::LeaveOut, STAFF, MANAGE, &[Jury]),
    row(Action::ProposeDecision, STAFF, MANAGE, DECIDING),
    row(Action::PublishDecision, STAFF, MANAGE, DECIDING),
    row(Action::ReadDecision, &[Anyone], READ, &[]),
    row(Action::ReadLetter, &[Member, Has(Role::Staff)], READ, &[]),
    row(Action::ListInquiries, &[Anyone], READ, &[]),
    row(Action::AskInquiry, &[Member], SUBMIT, &[Published]),
    row(
        Action::ReplyInquiry,
        &[Member, Has(Role::Staff), Own(Role::Evaluator)],
        SUBMIT,
        &[Published, Archived],
    ),
    row(Action::ReadTrail, &[Anyone], READ, &[]),
    row(Action::ReadYears, &[Anyone], READ, &[]),
    row(Action::ReadDescription, &[Anyone], READ, &[]),
];
