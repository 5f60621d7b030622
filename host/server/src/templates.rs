//! What challenges are made from without code: the templates' components, which come with
//! the program, and the machine that runs baseline and reference once for each. One
//! challenge is made at a time, since that takes every processor for some seconds.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use pilotbox_challenge::template::{TemplateForm, TemplateKind};
use pilotbox_evaluate::{
    CompileLimits, Evaluator, Worker,
    table::InputTable,
    template::{Made, MakeError, TemplateComponents, TemplateMaker},
};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::{config::Config, problem::Problem};

/// The templates of an installation; none by default.
#[derive(Clone)]
pub struct Templates(Arc<Inner>);

struct Inner {
    components: TemplateComponents,
    /// `pilotbox`, which runs guests as a child.
    program: PathBuf,
    turn: Semaphore,
}

impl Templates {
    /// The templates with these components. `program` is `pilotbox`.
    pub fn new(components: TemplateComponents, program: &Path) -> Self {
        Self(Arc::new(Inner {
            components,
            program: program.to_path_buf(),
            turn: Semaphore::new(1),
        }))
    }

    /// Whether challenges can be made from a template.
    pub fn has(&self, kind: TemplateKind) -> bool {
        self.0.components.has(kind)
    }

    /// Waits until nobody else makes a challenge.
    pub(crate) async fn enter(&self) -> Result<SemaphorePermit<'_>, Problem> {
        self.0.turn.acquire().await.map_err(Problem::internal)
    }

    /// Makes a challenge; runs guests in runners. Blocks for as long as that takes.
    pub(crate) fn make(
        &self,
        config: &Config,
        form: &TemplateForm,
        table: &InputTable,
    ) -> Result<Made, MakeError> {
        let folder = |path: &Path| {
            std::path::absolute(path).map_err(|cause| MakeError::Io {
                path: path.display().to_string(),
                cause,
            })
        };
        let cache = folder(&config.cache_folder())?;
        let scratch = folder(&config.server.data)?;
        let worker = Worker::new(self.0.program.clone());
        let evaluator = Evaluator::new(worker, cache, CompileLimits::DEFAULT)
            .with_cache_budget(config.cache.budget_bytes);
        let maker = TemplateMaker {
            evaluator: &evaluator,
            components: &self.0.components,
            scratch: &scratch,
            jobs: thread::available_parallelism().map_or(1, usize::from),
            ceiling: &config.limits.ceiling.limits(),
        };
        maker.make(form, table, &())
    }
}

impl Default for Templates {
    fn default() -> Self {
        Self::new(TemplateComponents::default(), Path::new(""))
    }
}
