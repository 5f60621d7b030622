//! What the API says of itself (`OpenAPI`), and whether an answer keeps it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

use super::{Answer, Ask, Client};

/// Headers of every answer.
const HEADERS: [&str; 8] = [
    "x-request-id",
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
];

/// The last description that a server had. All servers of one program have the same, and
/// to make its checks takes longer than most tests.
static KNOWN: Mutex<Option<Arc<Contract>>> = Mutex::new(None);

/// The description of an API, ready to check with.
pub struct Contract {
    document: Value,
    operations: Vec<Operation>,
    validators: BTreeMap<String, Validator>,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `GET`, `POST`, …
    pub method: String,
    /// The path with its parameters in braces.
    pub template: String,
    /// What the description says of it.
    pub about: Value,
}

impl Contract {
    /// Reads the description that a server has.
    pub(super) fn fetch(url: &str) -> Arc<Self> {
        let empty = Arc::new(Self::new(json!({ "paths": {} })));
        let answer = Client::new(url, &empty).get("/api/v1/openapi.json");
        Self::of(answer.expect(200).json())
    }

    /// The checks of a description, made once for all servers that have the same.
    fn of(document: Value) -> Arc<Self> {
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(same) = known.as_ref().filter(|known| known.document == document) {
            return Arc::clone(same);
        }
        let contract = Arc::new(Self::new(document));
        *known = Some(Arc::clone(&contract));
        contract
    }

    /// Makes a check of every schema that an answer may have.
    fn new(document: Value) -> Self {
        demand_references(&document, &document);
        let operations = operations(&document);
        let mut validators = BTreeMap::new();
        for operation in &operations {
            let responses = operation.about["responses"].as_object();
            let schemas = responses.into_iter().flatten().flat_map(|(_, response)| {
                let kinds = response["content"].as_object();
                kinds
                    .into_iter()
                    .flatten()
                    .map(|(_, content)| &content["schema"])
            });
            for schema in schemas.filter(|schema| schema.is_object()) {
                let validator = || validator(&document, schema);
                validators
                    .entry(schema.to_string())
                    .or_insert_with(validator);
            }
        }
        Self {
            document,
            operations,
            validators,
        }
    }

    /// The whole document.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// Every operation.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Tells what is wrong with an answer.
    pub(super) fn check(
        &self,
        ask: &Ask,
        answer: &Answer,
        is_personal: bool,
    ) -> Result<(), String> {
        check_headers(answer, is_personal)?;
        if answer.status >= 400 {
            check_problem(ask, answer)?;
        }
        match self.find(ask) {
            Some(operation) => self.check_schema(operation, ask, answer),
            None => Ok(()),
        }
    }

    /// The operation that answers a request. `HEAD` is answered like `GET`.
    fn find(&self, ask: &Ask) -> Option<&Operation> {
        let path = ask.path.split(['?', '#']).next().unwrap_or_default();
        let method = if ask.method == "HEAD" {
            "GET"
        } else {
            &ask.method
        };
        let found = self
            .operations
            .iter()
            .filter(|operation| operation.method == method && matches(&operation.template, path));
        // `/runs/current` goes before `/runs/{id}`.
        found.min_by_key(|operation| operation.template.matches('{').count())
    }

    fn check_schema(
        &self,
        operation: &Operation,
        ask: &Ask,
        answer: &Answer,
    ) -> Result<(), String> {
        let responses = &operation.about["responses"];
        let status = answer.status.to_string();
        let response = &responses[&status];
        if !response.is_object() {
            return Err(format!("status {status} is not described"));
        }
        if ask.method == "HEAD" || answer.body.is_empty() {
            return Ok(());
        }
        let content = &response["content"][answer.kind()];
        if !content.is_object() {
            let is_table = answer.kind() == "text/csv" && has_format(operation);
            let fault = || format!("the content type `{}` is not described", answer.kind());
            return is_table.then_some(()).ok_or_else(fault);
        }
        let text = || std::str::from_utf8(&answer.body).map_err(|error| error.to_string());
        match answer.kind() {
            "application/jsonl" => text()?
                .lines()
                .try_for_each(|line| self.check_value(&content["schema"], line)),
            kind if kind.ends_with("json") => self.check_value(&content["schema"], text()?),
            _ => Ok(()),
        }
    }

    fn check_value(&self, schema: &Value, text: &str) -> Result<(), String> {
        let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let Some(validator) = self.validators.get(&schema.to_string()) else {
            return Ok(());
        };
        let wrong = validator.validate(&value);
        wrong.map_err(|error| format!("{error} at `{}`", error.instance_path()))
    }
}

fn operations(document: &Value) -> Vec<Operation> {
    let paths = document["paths"].as_object();
    let all = paths.into_iter().flatten().flat_map(|(template, item)| {
        let methods = item.as_object().into_iter().flatten();
        let methods = methods.filter(|(_, about)| about["responses"].is_object());
        methods.map(|(method, about)| Operation {
            method: method.to_uppercase(),
            template: template.clone(),
            about: about.clone(),
        })
    });
    all.collect()
}

/// A check of one schema, among all those that it may refer to.
fn validator(document: &Value, schema: &Value) -> Validator {
    let mut whole = schema.clone();
    whole["components"] = document["components"].clone();
    let options = jsonschema::options().with_draft(Draft::Draft202012);
    let built = options.should_validate_formats(true).build(&whole);
    built.unwrap_or_else(|error| panic!("the description is broken: {error}\n{schema}"))
}

/// Demands that whatever is referred to is there.
fn demand_references(document: &Value, part: &Value) {
    let below = part
        .as_object()
        .into_iter()
        .flat_map(|fields| fields.values());
    let items = part.as_array().into_iter().flatten();
    below
        .chain(items)
        .for_each(|part| demand_references(document, part));
    if let Some(name) = part["$ref"].as_str() {
        let found = document.pointer(name.trim_start_matches('#'));
        assert!(found.is_some(), "the description has no `{name}`");
    }
}

fn matches(template: &str, path: &str) -> bool {
    let (wanted, given) = (template.split('/'), path.split('/'));
    wanted.clone().count() == given.clone().count()
        && wanted
            .zip(given)
            .all(|(wanted, given)| wanted.starts_with('{') || wanted == given)
}

fn has_format(operation: &Operation) -> bool {
    let parameters = operation.about["parameters"].as_array();
    let mut parameters = parameters.into_iter().flatten();
    parameters.any(|parameter| parameter["name"] == "format")
}

fn check_headers(answer: &Answer, is_personal: bool) -> Result<(), String> {
    if let Some(missing) = HEADERS.iter().find(|name| answer.header(name).is_empty()) {
        return Err(format!("the header `{missing}` is missing"));
    }
    if is_personal && answer.header("cache-control") != "no-store" {
        return Err("what one account is shown may be kept".to_owned());
    }
    Ok(())
}

fn check_problem(ask: &Ask, answer: &Answer) -> Result<(), String> {
    if answer.status >= 500 && !matches!(answer.status, 503 | 507) {
        return Err("a fault of the server".to_owned());
    }
    if answer.status == 401 && answer.header("www-authenticate").is_empty() {
        return Err("401 without `www-authenticate`".to_owned());
    }
    if matches!(answer.status, 503) && answer.header("retry-after").is_empty() {
        return Err("503 without `retry-after`".to_owned());
    }
    if ask.method == "HEAD" {
        return Ok(());
    }
    if answer.kind() != "application/problem+json" {
        return Err("an error that is no problem document".to_owned());
    }
    let body: Value = serde_json::from_slice(&answer.body).map_err(|error| error.to_string())?;
    let code = body["code"].as_str().unwrap_or_default();
    let holds = body["status"] == answer.status
        && body["type"] == format!("urn:pilotbox:problem:{code}")
        && body["request_id"] == answer.header("x-request-id");
    holds
        .then_some(())
        .ok_or_else(|| "the problem contradicts its headers".to_owned())
}
