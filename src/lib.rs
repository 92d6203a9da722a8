//! quizbot.
