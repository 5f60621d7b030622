//! The decision of a contest: how it was declared, what it rests on, what was published,
//! letters and inquiries. What follows from the signed file is kept nowhere else.

mod facts;
mod inquiries;
mod letters;
mod omissions;
mod proposals;
mod publish;
mod settings;

pub use facts::{DecidedMarkRow, DecisionFacts, FinalistFact, JudgeFact, WaitingRubric};
pub use inquiries::{Inquiry, InquiryReply, NewInquiry, NewInquiryReply};
pub use letters::{LetterRow, UntoldLetter};
pub use omissions::{NewOmission, Omission};
pub use proposals::{DecisionProposal, NewProposal};
pub use publish::{DecisionVersion, NewDecision, PublishedBefore};
pub use settings::{DecisionSettings, NewDecisionSettings, Secrets};

use super::{Link, append, record_name};

#[cfg(test)]
mod tests;
