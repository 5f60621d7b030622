//! What there is, for backups and figures.

use futures_util::{Stream, StreamExt};
use pilotbox_model::Digest;

use super::{BlobError, Blobs};

impl Blobs {
    /// Every blob with its size in bytes, in no order. What is called otherwise is
    /// none of ours and left out.
    pub fn all(&self) -> impl Stream<Item = Result<(Digest, u64), BlobError>> + Send + 'static {
        self.store.list(None).filter_map(async |found| match found {
            Ok(about) => {
                let name = about.location.filename().unwrap_or_default();
                let digest: Option<Digest> = format!("sha256:{name}").parse().ok();
                digest.map(|digest| Ok((digest, about.size)))
            }
            Err(error) => Some(Err(error.into())),
        })
    }
}
