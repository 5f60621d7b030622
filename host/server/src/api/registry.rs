//! Joins a handler, its description and its action. A route cannot be added
//! without an action, so none is open by accident.

use axum::{
    Router,
    extract::{Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use utoipa::openapi::{OpenApi, path::Operation};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use crate::{
    principal::Principal,
    rights::{self, Action},
};

/// A route as tests and the description see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// `GET`, `POST`, …
    pub method: &'static str,
    /// Such as `/api/v1/runs/{id}`.
    pub path: String,
    /// What it does, for the table of rights.
    pub action: Action,
}

/// Routes under construction.
pub struct Api<S> {
    router: OpenApiRouter<S>,
    endpoints: Vec<Endpoint>,
}

impl<S: Clone + Send + Sync + 'static> Api<S> {
    /// No routes yet; `description` holds the document's head.
    pub fn new(description: OpenApi) -> Self {
        Self {
            router: OpenApiRouter::with_openapi(description),
            endpoints: Vec::new(),
        }
    }

    /// Adds what `utoipa_axum::routes!` made of one or more handlers of the same
    /// action.
    #[must_use]
    pub fn add(mut self, action: Action, routes: UtoipaMethodRouter<S>) -> Self {
        let (schemas, paths, methods) = routes;
        for (path, item) in &paths.paths {
            for (method, operation) in operations(item) {
                if operation.is_some() {
                    self.endpoints.push(Endpoint {
                        method,
                        path: path.clone(),
                        action,
                    });
                }
            }
        }
        let methods = methods.route_layer(middleware::from_fn_with_state(action, gate));
        self.router = self.router.routes((schemas, paths, methods));
        self
    }

    /// The router, its description, and every route with its action.
    pub fn finish(self) -> (Router<S>, OpenApi, Vec<Endpoint>) {
        let (router, description) = self.router.split_for_parts();
        (router, description, self.endpoints)
    }
}

/// Lets nobody reach a handler whose action the account could never do.
async fn gate(State(action): State<Action>, request: Request, next: Next) -> Response {
    let nobody = Principal::anonymous();
    let principal = request.extensions().get::<Principal>().unwrap_or(&nobody);
    match rights::gate(principal, action) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn operations(item: &utoipa::openapi::PathItem) -> [(&'static str, &Option<Operation>); 6] {
    [
        ("GET", &item.get),
        ("PUT", &item.put),
        ("POST", &item.post),
        ("DELETE", &item.delete),
        ("PATCH", &item.patch),
        ("HEAD", &item.head),
    ]
}
