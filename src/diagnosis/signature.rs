//! Signatures: a message with its ids and numbers taken out, so that equal failures are equal texts.
