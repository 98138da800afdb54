#![doc = include_str!("../doc/protocol.md")]
#![allow(clippy::doc_markdown, reason = "a page of docs/, which names types without backticks")]
