;; Asks for the end of a task.
(component
  (core func (canon task.cancel)))
