//! The decision of a contest: what staff declare beforehand, what they see before it is
//! out, what everybody reads then, letters, inquiries and corrections.
//!
//! Numbers are those of the signed snapshot, to the last digit, so that whoever recomputes
//! them finds the same. Evaluators stand there by codes (`E1`), the same in every version.

mod inquiries;
mod letters;
mod numbers;
mod preview;
mod settings;
mod view;

pub use inquiries::{
    InquiriesView, InquiryAsk, InquiryAuthor, InquiryKind, InquiryReplyAsk, InquiryReplyView,
    InquiryView,
};
pub use letters::{
    GapView, LetterCriterion, LetterHead, LetterMetric, LetterStratum, LetterView, LettersView,
};
pub use numbers::{
    DecidedAutomatic, DecidedCandidate, DecidedCriterion, DecidedEvaluator, DecidedHeading,
    DecidedHuman, DecidedMark, DecidedMetric, DecidedModeration, DecidedNumbers, DecidedPanel,
    DecidedStratum, DecisionExclusion, DecisionSeparation,
};
pub use preview::{
    DecisionMissing, DecisionPreview, EvaluatorCodeView, LeaveOutAsk, LeftOutView,
    OpenModerationView, ProposalView, UndoneRunView, UnjudgedView, WaitingRubricView,
};
pub use settings::{
    CriterionWeightView, DecisionMoment, DecisionRuleView, DecisionSettingsAsk,
    DecisionSettingsView,
};
pub use view::{
    CorrectionChange, DecisionDifferenceView, DecisionVersionView, DecisionView, DifferenceLine,
    LotteryView, ProposalAsk, PublicationAsk,
};
