//! Differentially private answers, and the ledger of what they cost.
