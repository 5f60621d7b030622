//! The steps that a policy may take on a column or a record.
