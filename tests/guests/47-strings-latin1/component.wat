;; Hands strings over in Latin-1 or UTF-16.
(component
  (core module $m
    (memory (export "memory") 1)
    (func (export "f") (param i32 i32))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 0)))
  (core instance $i (instantiate $m))
  (func (export "f") (param "text" string)
    (canon lift (core func $i "f") string-encoding=latin1+utf16
      (memory (core memory $i "memory")) (realloc (core func $i "realloc")))))
