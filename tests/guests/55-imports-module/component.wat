;; Is handed a module, whose instances nobody could count.
(component
  (import "wasi:io/poll@0.2.0" (instance (export "code" (core module $m))))
  (import "code" (core module)))
