//! What tells who somebody is: passwords, second factors, secrets of links and
//! tokens, identity providers. Asks no database and answers no request.

pub mod csrf;
pub mod email;
pub mod lockout;
pub mod oidc;
pub mod password;
pub mod providers;
pub mod secret;
pub mod totp;
