//! Every action once: its id in keymap files, its group, whether it needs a second thought.
//!
//! Titles are texts `action-<id>` in `locales/`. Help, palette, footer and `docs/keys.md` are made from this table.
//! Not its duty: what an action does (`app`), which key it is on (`input`).

macro_rules! actions {
    ($($variant:ident $id:literal $group:ident),+ $(,)?) => {
        /// What an operator can do, by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $($variant),+
        }

        impl Action {
            pub const ALL: &'static [Action] = &[$(Action::$variant),+];

            /// The name in keymap files.
            pub fn id(self) -> &'static str {
                match self { $(Action::$variant => $id),+ }
            }

            /// The key of its title in `locales/`.
            pub fn title_key(self) -> &'static str {
                match self { $(Action::$variant => concat!("action-", $id)),+ }
            }

            pub fn group(self) -> Group {
                match self { $(Action::$variant => Group::$group),+ }
            }

            pub fn from_id(id: &str) -> Option<Action> {
                match id {
                    $($id => Some(Action::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

/// How help orders actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    Move,
    Go,
    Case,
    Letter,
    Call,
    Timer,
    Frame,
}

impl Group {
    pub const ALL: &'static [Group] =
        &[Group::Move, Group::Go, Group::Case, Group::Letter, Group::Call, Group::Timer, Group::Frame];

    pub fn title_key(self) -> &'static str {
        match self {
            Group::Move => "group-move",
            Group::Go => "group-go",
            Group::Case => "group-case",
            Group::Letter => "group-letter",
            Group::Call => "group-call",
            Group::Timer => "group-timer",
            Group::Frame => "group-frame",
        }
    }
}

actions! {
    // moving in lists and texts
    Up "up" Move,
    Down "down" Move,
    PageUp "page-up" Move,
    PageDown "page-down" Move,
    Top "top" Move,
    Bottom "bottom" Move,
    Open "open" Move,
    Back "back" Move,
    NextPane "next-pane" Move,
    ScrollUp "scroll-up" Move,
    ScrollDown "scroll-down" Move,
    NextCase "next-case" Move,
    PreviousCase "previous-case" Move,
    // places
    ViewAll "view-all" Go,
    ViewMine "view-mine" Go,
    ViewUnanswered "view-unanswered" Go,
    ViewDue "view-due" Go,
    ViewCalls "view-calls" Go,
    ViewPublic "view-public" Go,
    ViewEnded "view-ended" Go,
    GoQueue "go-queue" Go,
    GoFollowUps "go-follow-ups" Go,
    GoCalls "go-calls" Go,
    GoOutbox "go-outbox" Go,
    GoProfile "go-profile" Go,
    Search "search" Go,
    Filter "filter" Go,
    ClearFilter "clear-filter" Go,
    // a case
    Claim "claim" Case,
    Release "release" Case,
    Assign "assign" Case,
    State "state" Case,
    Close "close" Case,
    CloseNext "close-next" Case,
    Tags "tags" Case,
    Details "details" Case,
    Way "way" Case,
    Customer "customer" Case,
    Pin "pin" Case,
    SnoozeCase "snooze-case" Case,
    DecideConsent "decide-consent" Case,
    SetConfirmation "set-confirmation" Case,
    CloseQuestion "close-question" Case,
    WroteToManagement "wrote-to-management" Case,
    Attachments "attachments" Case,
    AddAttachment "add-attachment" Case,
    SaveAttachment "save-attachment" Case,
    Original "original" Case,
    OtherCases "other-cases" Case,
    Evidence "evidence" Case,
    ExportCase "export-case" Case,
    Merge "merge" Case,
    NotTheSame "not-the-same" Case,
    Unmerge "unmerge" Case,
    MergeCards "merge-cards" Case,
    UnmergeCards "unmerge-cards" Case,
    NewCase "new-case" Case,
    // a letter
    Reply "reply" Letter,
    Note "note" Letter,
    MarkForMany "mark-for-many" Letter,
    WriteToMany "write-to-many" Letter,
    Phrases "phrases" Letter,
    NextSlot "next-slot" Letter,
    PreviousSlot "previous-slot" Letter,
    ToggleNote "toggle-note" Letter,
    Greeting "greeting" Letter,
    Signature "signature" Letter,
    Skeleton "skeleton" Letter,
    ClarifyConsent "clarify-consent" Letter,
    Quote "quote" Letter,
    LetterChannel "letter-channel" Letter,
    NextFinding "next-finding" Letter,
    ApplyFix "apply-fix" Letter,
    WeighFinding "weigh-finding" Letter,
    Review "review" Letter,
    Send "send" Letter,
    Undo "undo" Letter,
    Redo "redo" Letter,
    SentByHand "sent-by-hand" Letter,
    CopyLetter "copy-letter" Letter,
    SaveEml "save-eml" Letter,
    CopyLink "copy-link" Letter,
    DraftHistory "draft-history" Letter,
    DiscardDraft "discard-draft" Letter,
    // a call
    MarkCall "mark-call" Call,
    UnmarkCall "unmark-call" Call,
    RecordCall "record-call" Call,
    // follow-ups
    AddFollowUp "add-follow-up" Timer,
    Done "done" Timer,
    Snooze "snooze" Timer,
    WhoseFollowUps "whose-follow-ups" Timer,
    // outbox
    Retry "retry" Letter,
    TakeBack "take-back" Letter,
    KeepTheirs "keep-theirs" Letter,
    SendMine "send-mine" Letter,
    EditMine "edit-mine" Letter,
    Restore "restore" Letter,
    // forms and lists of choices
    Submit "submit" Frame,
    Cancel "cancel" Frame,
    NextField "next-field" Frame,
    PreviousField "previous-field" Frame,
    Toggle "toggle" Frame,
    // the frame
    Help "help" Frame,
    Palette "palette" Frame,
    SyncNow "sync-now" Frame,
    SignIn "sign-in" Frame,
    Theme "theme" Frame,
    Redraw "redraw" Frame,
    Suspend "suspend" Frame,
    Quit "quit" Frame,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_found_again() {
        let mut ids: Vec<_> = Action::ALL.iter().map(|a| a.id()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), Action::ALL.len());
        for action in Action::ALL {
            assert_eq!(Action::from_id(action.id()), Some(*action));
        }
    }
}
