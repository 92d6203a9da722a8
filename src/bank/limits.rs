//! How much a question file may hold: every limit with its unit and its reason.

use std::ops::RangeInclusive;

/// Bytes of one file: a topic of a hundred long questions has a tenth of it; a larger file is a mistake.
pub const FILE_BYTES: usize = 1024 * 1024;
/// Files, and folders, of one bank: ten times what a large one has, so that a wrong folder (`/`) ends with a message.
pub const FILES: usize = 10_000;
/// Folders below each other: a slug is typed by hand.
pub const FOLDER_DEPTH: usize = 8;
/// Problems told of one file: more of them have one cause.
pub const PROBLEMS: usize = 200;

/// Characters of a topic's slug: Discord sends it back as an autocompleted value of at most 100.
pub const SLUG_CHARS: usize = 100;
/// Characters of a topic's name: Discord shows it beside the slug in a line of at most 100.
pub const NAME_CHARS: usize = 60;
/// Characters of a question's id in its file: it is typed by hand and printed in tables.
pub const ID_CHARS: usize = 60;

/// Characters of a prompt. With 10 options of 100 and their letters, and 1,000 of explanation, it stays below the 4,000
/// of a Discord message's components and the 4,096 of a Telegram message.
pub const PROMPT_CHARS: usize = 1_200;
/// Characters of a prompt and its options with their letters: a message of Discord has 2,000, of which the header, the
/// counts and the markup take some. What is longer would be shown cut.
pub const SHEET_CHARS: usize = 1_800;
/// Characters of an explanation: see the prompt.
pub const EXPLANATION_CHARS: usize = 1_000;
/// Characters of an open question's model answer: it stands in the place of the options.
pub const MODEL_CHARS: usize = 1_000;
/// Characters of an option or an item: the label of a Discord select option has at most 100.
pub const OPTION_CHARS: usize = 100;
/// Characters of a hint: a Telegram toast is cut at 200, and says that it is a hint.
pub const HINT_CHARS: usize = 180;
/// Characters of what is said to whoever gives one certain answer: a toast of 200 with the verdict before it.
pub const WHY_CHARS: usize = 150;
/// Characters that a program in a prompt prints: they are an option or an answer, or a few lines of them.
pub const OUTPUT_CHARS: usize = 400;
/// Characters of a short answer: nobody types a longer one into a chat.
pub const ANSWER_CHARS: usize = 100;
/// Characters of a phrasing of a key point: one sentence.
pub const PHRASE_CHARS: usize = 200;
/// Characters of a key point in a few words: it is one line of the feedback.
pub const POINT_CHARS: usize = 100;
/// Characters of a unit: it follows a number.
pub const UNIT_CHARS: usize = 20;
/// Characters of a source: the longest addresses of standards have about 120.
pub const SOURCE_CHARS: usize = 300;
/// Sources of one question: they share the result's message with the explanation.
pub const SOURCES: usize = 5;
/// Characters of a tag: a word.
pub const TAG_CHARS: usize = 30;

/// Options of a choice, items of an order: a keyboard of more than 10 can't be read, less than 2 are no choice.
pub const OPTIONS: RangeInclusive<usize> = 2..=10;
/// Difficulties: 1 recall .. 5 expert.
pub const DIFFICULTIES: RangeInclusive<i64> = 1..=5;
/// The difficulty of a question that names none.
pub const USUAL_DIFFICULTY: u8 = 2;
/// Whole numbers up to this one are exact as floating point numbers: 2^53.
pub const EXACT: u64 = 1 << 53;

/// Characters that a question and its explanation may need together; the rest of a message of 4,000 is for the bot's own
/// words.
const WHOLE_CHARS: usize = 3_500;
/// Characters of an option's letter with its brackets, space and line feed.
pub const LETTER_CHARS: usize = 5;
const _: () = assert!(PROMPT_CHARS + *OPTIONS.end() * (OPTION_CHARS + LETTER_CHARS) + EXPLANATION_CHARS <= WHOLE_CHARS);
const _: () = assert!(PROMPT_CHARS + MODEL_CHARS + EXPLANATION_CHARS <= WHOLE_CHARS);
