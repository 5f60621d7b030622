//! What the installation says of itself to everybody: the queue, the keys, the chain.

use pilotbox_model::api::runs::{ChainHeadView, KeyView, QueueView};

use super::Api;
use crate::failure::Failure;

impl Api {
    /// How long the queue is.
    pub async fn queue(&self) -> Result<QueueView, Failure> {
        self.get("/queue").await
    }

    /// Every key that signs or has signed receipts, newest first.
    pub async fn keys(&self) -> Result<Vec<KeyView>, Failure> {
        self.get("/keys").await
    }

    /// Where the chain of receipts and decisions stands.
    pub async fn chain_head(&self) -> Result<ChainHeadView, Failure> {
        self.get("/chain/head").await
    }
}
