//! Objects around or instead of an answer: messages of SNS and SQS, failures of Step Functions, errors, answers of other
//! operations.

use crate::msg;

use super::document::{DEEPEST_LIST, Reader};
use super::dress;
use super::ends::Ends;
use super::problems::excerpt;
use super::scan::{self, Member, Piece};
use super::shape;

/// Keys named in a message about an unknown object.
const KEYS_SAID: usize = 8;

impl Reader<'_> {
    /// Takes the documents out of a message of SNS or SQS, alone or in a list of records.
    pub(super) fn wrapper(&mut self, piece: Piece, members: &[Member<'_>]) {
        if self.depth >= DEEPEST_LIST {
            return self.broken(piece.span.start, msg!("reading-too-deep"));
        }
        self.depth += 1;
        let mut opened = false;
        for member in members {
            match (member.key.as_ref(), self.first_byte(member.value)) {
                ("Message" | "Body" | "body" | "Cause" | "cause", Some(b'"')) => {
                    opened |= self.carry(member.value);
                }
                // Most entries of a history carry nothing.
                ("previousEventId", _) => opened = true,
                (key, Some(b'{')) if key.ends_with("EventDetails") => self.details(member.value),
                ("Records" | "Messages", Some(b'[')) => {
                    opened = true;
                    self.array(member.value);
                }
                ("Sns", Some(b'{')) => {
                    opened = true;
                    self.object(member.value);
                }
                _ => {}
            }
        }
        self.depth -= 1;
        if !opened {
            self.unknown(piece, members);
        }
    }

    /// Why a step of Step Functions failed.
    fn details(&mut self, value: Piece) {
        let members = scan::members(self.text, value, &Ends::none()).items;
        let causes = members.into_iter().filter(|member| member.key == "cause");
        for cause in causes {
            self.carry(cause.value);
        }
    }

    fn carry(&mut self, value: Piece) -> bool {
        let Ok(text) = serde_json::from_str::<String>(value.span.of(self.text)) else { return false };
        let text = dress::unquoted(&text).unwrap_or(text);
        let is_document = text.trim_start().starts_with(['{', '[']);
        if is_document {
            self.carried.push(text);
        }
        is_document
    }

    /// An error that an endpoint answered: `{"__type": "…Exception", "message": "…"}`.
    pub(super) fn error(&mut self, piece: Piece, members: &[Member<'_>]) {
        let text = |keys: &[&str]| {
            let member = members.iter().find(|member| keys.contains(&member.key.as_ref()))?;
            serde_json::from_str::<String>(member.value.span.of(self.text)).ok()
        };
        let code = text(&["__type", "code", "Code"]).unwrap_or_default();
        let code = excerpt(code.rsplit_once('#').map_or(code.as_str(), |(_, name)| name));
        let detail = excerpt(&text(&["message", "Message"]).unwrap_or_default());
        self.note(piece.span.start, msg!("reading-error-answer", code = code, detail = detail));
    }

    /// An object that is none of those that ecsplain reads.
    pub(super) fn unknown(&mut self, piece: Piece, members: &[Member<'_>]) {
        let what = if members.is_empty() {
            msg!("reading-nothing-inside")
        } else if members.iter().all(|member| matches!(member.key.as_ref(), "nextToken" | "NextToken")) {
            msg!("reading-page-token")
        } else if let Some(command) = members.iter().find_map(|member| shape::beside_the_point(&member.key)) {
            msg!("reading-beside-the-point", command = command)
        } else {
            let keys: Vec<String> =
                members.iter().take(KEYS_SAID).map(|member| excerpt(&member.key)).collect();
            msg!("reading-unknown", keys = keys.join(", "))
        };
        self.note(piece.span.start, what);
    }
}
