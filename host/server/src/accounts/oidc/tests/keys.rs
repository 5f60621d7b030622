//! Keys of a provider, made for one test.

use std::error::Error;

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use openidconnect::{
    JsonWebKeyId, PrivateSigningKey,
    core::{
        CoreEdDsaPrivateSigningKey, CoreHmacKey, CoreJsonWebKey, CoreJwsSigningAlgorithm,
        CoreRsaPrivateSigningKey,
    },
};
use p256::ecdsa::{Signature, signature::Signer as _};
use rand_core::OsRng;
use rsa::{
    RsaPrivateKey,
    pkcs1::{EncodeRsaPrivateKey as _, LineEnding},
};
use serde_json::{Value, json};

use crate::accounts::secret::random;

/// Signs as one algorithm says, and shows what is published of it.
#[derive(Clone)]
pub(super) struct Key {
    algorithm: &'static str,
    id: String,
    public: Value,
    sign: Sign,
}

type Sign = std::sync::Arc<dyn Fn(&[u8]) -> Vec<u8> + Send + Sync>;
type Made = Result<Key, Box<dyn Error>>;

impl Key {
    pub(super) fn ed25519() -> Made {
        // PKCS #8 of an Ed25519 key: sixteen bytes that never differ, and the seed.
        let mut der = vec![48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];
        der.extend(random::<32>()?);
        let base64 = STANDARD.encode(der);
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{base64}\n-----END PRIVATE KEY-----\n");
        let key = CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(id()))?;
        Self::of("EdDSA", CoreJwsSigningAlgorithm::EdDsa, key)
    }

    pub(super) fn rsa() -> Made {
        let key = RsaPrivateKey::new(&mut OsRng, 2048)?;
        let key =
            CoreRsaPrivateSigningKey::from_pem(&key.to_pkcs1_pem(LineEnding::LF)?, Some(id()))?;
        Self::of("RS256", CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, key)
    }

    pub(super) fn p256() -> Made {
        let key = p256::ecdsa::SigningKey::from_slice(&random::<32>()?)?;
        let point = key.verifying_key().to_sec1_point(false);
        let x = point.x().map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
        let y = point.y().map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
        Ok(Self {
            algorithm: "ES256",
            id: "one".to_owned(),
            public: json!({
                "kty": "EC", "crv": "P-256", "use": "sig", "kid": "one",
                "x": x, "y": y,
            }),
            sign: std::sync::Arc::new(move |message| {
                let signature: Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }),
        })
    }

    /// Signs by a secret that somebody else knows too.
    pub(super) fn hmac(secret: &[u8]) -> Self {
        let key = CoreHmacKey::new(secret);
        let algorithm = CoreJwsSigningAlgorithm::HmacSha256;
        let sign = move |message: &[u8]| key.sign(&algorithm, message).unwrap_or_default();
        Self {
            algorithm: "HS256",
            id: "one".to_owned(),
            public: Value::Null,
            sign: std::sync::Arc::new(sign),
        }
    }

    /// Does not sign.
    pub(super) fn nobody() -> Self {
        Self {
            algorithm: "none",
            id: "one".to_owned(),
            public: Value::Null,
            sign: std::sync::Arc::new(|_| Vec::new()),
        }
    }

    pub(super) fn named(mut self, id: &str) -> Self {
        self.public["kid"] = json!(id);
        id.clone_into(&mut self.id);
        self
    }

    pub(super) fn algorithm(&self) -> &'static str {
        self.algorithm
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn public(&self) -> &Value {
        &self.public
    }

    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        (self.sign)(message)
    }

    fn of<K>(name: &'static str, algorithm: CoreJwsSigningAlgorithm, key: K) -> Made
    where
        K: PrivateSigningKey<VerificationKey = CoreJsonWebKey> + Send + Sync + 'static,
    {
        Ok(Self {
            algorithm: name,
            id: "one".to_owned(),
            public: serde_json::to_value(key.as_verification_key())?,
            sign: std::sync::Arc::new(move |message| {
                key.sign(&algorithm, message).unwrap_or_default()
            }),
        })
    }
}

fn id() -> JsonWebKeyId {
    JsonWebKeyId::new("one".to_owned())
}
