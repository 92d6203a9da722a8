//! The question files.
