//! What can be done, an action each. The table says who may.

use super::table::{Row, TABLE};

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
    /// Keep a note on own work.
    NoteAssignment,
    /// Say whether there is a conflict of interest, before a dossier is shown.
    DeclareConflict,
    /// Read the rubric of own work, and what one has filled in.
    ReadRubric,
    /// Fill in the rubric of own work, and hand it in.
    Judge,
    /// Say what stands of an own mark that lies far from another's.
    Moderate,
    /// See over which marks evaluators differ: for staff all, for evaluators their own.
    ReadModerations,
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
    /// List data sets: those with a release, and for staff all.
    ListData,
    /// Read what is said of a data set and its releases, and fetch their files.
    ReadData,
    /// Make a data set.
    CreateData,
    /// Name who may read raw data, and remove such readers.
    NameReader,
    /// Bring raw data.
    BringRaw,
    /// Fetch raw data as it is.
    FetchRaw,
    /// Fetch files of a sealed release, or make them a challenge's final data.
    FetchSealed,
    /// Delete raw data before its time; where no reader is left, anybody on the staff may.
    DeleteRaw,
    /// See which policy the columns of raw data suggest.
    ReadDataProfile,
    /// Try a policy on raw data and propose it.
    ProposeDataPolicy,
    /// Read policies and the risk that they would leave.
    ReadDataPolicy,
    /// Approve a policy that somebody else proposed.
    ApproveDataPolicy,
    /// Make a release by an approved policy.
    ReleaseData,
    /// Open a release that was sealed for a challenge.
    OpenRelease,
    /// See which pilots there are.
    ListPilots,
    /// Read what a pilot does, its form and how it scored.
    ReadPilot,
    /// Let a pilot answer a form.
    AskPilot,
    /// Say whether an answer helped, or report a problem.
    SayOfPilot,
    /// Open a pilot for a submission that was scored.
    OpenPilot,
    /// See how a pilot does, and what citizens say of it.
    ReadPilotWork,
    /// Stop a pilot at once.
    StopPilot,
    /// Note steps and measured values, decide on comments, and end a pilot with a report.
    ManagePilot,
    /// See which problems there are: those that everybody sees, the own, and for staff all.
    ListProblems,
    /// Read a problem and what was decided of it.
    ReadProblem,
    /// Propose a problem.
    ProposeProblem,
    /// Support a problem, and take that back.
    SupportProblem,
    /// Let problems pass or refuse them, and merge those that are one.
    ModerateProblem,
    /// Answer a problem, for everybody to read.
    AnswerProblem,
    /// Say which challenge a problem becomes.
    LinkProblem,
    /// Read how a contest is decided, as it was declared.
    ReadDecisionRule,
    /// Declare how a contest is decided.
    DeclareDecision,
    /// See a decision before it is out, what is missing, and what is proposed.
    PreviewDecision,
    /// Leave a finalist or a rubric out of a decision, with a reason.
    LeaveOut,
    /// Propose to publish a decision or a correction of it.
    ProposeDecision,
    /// Publish what somebody else proposed.
    PublishDecision,
    /// Read a decision that is out, its file, its versions and what they differ in.
    ReadDecision,
    /// Read a letter: the own, and for staff all.
    ReadLetter,
    /// Read inquiries about a decision.
    ListInquiries,
    /// Ask about the decision on an own submission.
    AskInquiry,
    /// Answer an inquiry, or go on asking.
    ReplyInquiry,
    /// Read what came of a challenge or a pilot, step by step.
    ReadTrail,
    /// Read what a year counts.
    ReadYears,
    /// Read the description of this API.
    ReadDescription,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 120] = [
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
        Self::NoteAssignment,
        Self::DeclareConflict,
        Self::ReadRubric,
        Self::Judge,
        Self::Moderate,
        Self::ReadModerations,
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
        Self::ListData,
        Self::ReadData,
        Self::CreateData,
        Self::NameReader,
        Self::BringRaw,
        Self::FetchRaw,
        Self::FetchSealed,
        Self::DeleteRaw,
        Self::ReadDataProfile,
        Self::ProposeDataPolicy,
        Self::ReadDataPolicy,
        Self::ApproveDataPolicy,
        Self::ReleaseData,
        Self::OpenRelease,
        Self::ListPilots,
        Self::ReadPilot,
        Self::AskPilot,
        Self::SayOfPilot,
        Self::OpenPilot,
        Self::ReadPilotWork,
        Self::StopPilot,
        Self::ManagePilot,
        Self::ListProblems,
        Self::ReadProblem,
        Self::ProposeProblem,
        Self::SupportProblem,
        Self::ModerateProblem,
        Self::AnswerProblem,
        Self::LinkProblem,
        Self::ReadDecisionRule,
        Self::DeclareDecision,
        Self::PreviewDecision,
        Self::LeaveOut,
        Self::ProposeDecision,
        Self::PublishDecision,
        Self::ReadDecision,
        Self::ReadLetter,
        Self::ListInquiries,
        Self::AskInquiry,
        Self::ReplyInquiry,
        Self::ReadTrail,
        Self::ReadYears,
        Self::ReadDescription,
    ];

    /// Its row.
    pub fn row(self) -> &'static Row {
        // The rows stand in the order of the actions; a test says so.
        &TABLE[self as usize]
    }
}
