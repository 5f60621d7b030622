;; Holds a reference to a value of the host.
(component
  (core module (table 1 externref)))
