//! The canonical form of a letter and its SSH signature. Pure.
