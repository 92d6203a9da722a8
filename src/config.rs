//! The configuration: one struct per table.
