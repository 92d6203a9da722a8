//! The only sender.
