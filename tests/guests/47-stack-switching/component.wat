;; Has the type of a continuation.
(component
  (core module
    (type $f (func))
    (type $c (cont $f))))
