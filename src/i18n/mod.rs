//! Texts of the program in English, Russian and Romanian.
