# What the terminal chat says to whoever sits down before it: at most 78 columns a line. No markup here.

terminal-answering = /quiz asks a question: answer with its letter (b, or a c) or in words.
terminal-leaving = /skip ends it, /help shows the rest, Ctrl-D leaves.
terminal-speaking = To speak as somebody else: ada> b, or ada presses b
terminal-switching = In English: /language en
