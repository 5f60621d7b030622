;; Imports WASI of another version than profile compat grants.
(component
  (import "wasi:io/streams@0.3.0" (instance)))
