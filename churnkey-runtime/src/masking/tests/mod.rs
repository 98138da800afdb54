mod corpus;
mod looks;
mod names;
mod paths;
mod words;
