//! The page in a real browser: headless Chromium, driven over `WebDriver`.

mod access;
mod driver;
mod failures;
mod offers;
mod screenshots;
mod sizes;
