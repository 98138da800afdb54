#![doc = include_str!("../doc/protocol.md")]
