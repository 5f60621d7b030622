;; Imports a function that belongs to no interface.
(component
  (import "ask" (func (result f64))))
