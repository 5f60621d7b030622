;; Makes a context for an error.
(component
  (core module $m (memory (export "memory") 1))
  (core instance $i (instantiate $m))
  (core func (canon error-context.new (memory (core memory $i "memory")))))
