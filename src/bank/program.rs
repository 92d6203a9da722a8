//! The program in a prompt and what it prints: checked for form here, run by a test.

use super::{
    limits::OUTPUT_CHARS,
    node::{self, Fields},
    problem::Findings,
    text,
};
use crate::quiz::question::Text;

/// How a block of Python begins.
const FENCE: &str = "```python\n";

/// Checks `output`, what the first Python block of the prompt prints, and `python`, the version that it needs at least.
/// Neither is kept: they are for whoever runs the programs of the bank.
pub(super) fn check(findings: &mut Findings, fields: &Fields<'_, '_>, prompt: &Text) {
    if let Some(node) = fields.get("output") {
        text::words(findings, node, "`output`", OUTPUT_CHARS);
        if [&prompt.en, &prompt.zh].into_iter().flatten().any(|text| !text.contains(FENCE)) {
            findings.error(&node.span(), "`output` needs a program; expected a block ```python in the prompt");
        }
    }
    if let Some(node) = fields.get("python") {
        let is_version = |text: &str| {
            let (major, minor) = text.split_once('.').unwrap_or_default();
            [major, minor].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        if !node.get_ref().as_str().is_some_and(is_version) {
            node::wrong::<()>(findings, node, "`python`", "a version such as \"3.13\"");
        } else if fields.get("output").is_none() {
            findings.error(&node.span(), "`python` is the version that `output` needs; expected `output` beside it");
        }
    }
}
