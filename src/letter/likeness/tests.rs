//! Likeness by tables.
use super::*;
