//! The screen.
//!
//! ```text
//! key ── input::Key ── keymap(context) ─┬─ Action ─┐
//!                                       └─ Text ───┤
//! store / sync / timers ── Event ──────────────────┴── app::update(&mut App, Event, now) ── Vec<Effect>
//!                                                              │                               │
//!                                             view::draw(&App, …, Frame)           runtime::effects
//! ```
//!
//! | room | duty | uses |
//! |---|---|---|
//! | `action` | every action once | model, text |
//! | `input` | keys, keymaps, keyboard layouts | action, model, text |
//! | `theme` | roles, files, colour depth | model, text |
//! | `editor` | the letter's editor | text |
//! | `app` | the pure core: state, reducers, effects as data | action, input, theme, editor, i18n, letter, triage, schedule, model, text |
//! | `view` | draws the state | app, action, input, theme, editor, i18n, model, text |
//! | `runtime` | terminal, event loop, effects, signals | all |

pub mod action;
pub mod app;
pub mod editor;
pub mod input;
pub mod runtime;
pub mod theme;
pub mod view;
