;; Imports an interface that nobody grants.
(component
  (import "acme:traffic/oracle@1.0.0" (instance
    (export "ask" (func (result f64))))))
