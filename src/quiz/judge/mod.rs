//! How text is compared.
