;; Has the type of a stream.
(component
  (type (stream u8)))
