/// Limits on what comes from the other end, and on what is sent to it.
package enum RemotingLimits {
  /// Bytes of one encoded object, and so of a message but for its few bytes of frame.
  package static let objectSize = 32 << 20
  /// Bytes of a frame.
  package static let frameSize = objectSize + (64 << 10)
  /// Values within one object, itself and all that it holds: 48 MiB when they are decoded.
  package static let valueCount = 2_000_000
  /// Levels of arrays, tables and objects within one another.
  package static let depth = 48
  /// Levels of properties that are sent as objects: the properties of a property of the object itself are still there,
  /// what lies deeper is its text. One more than Windows' own remoting has.
  package static let objectDepth = 2
  /// Names of types of one object.
  package static let typeNames = 32
  /// Bytes of a name: of a type, a property, a host.
  package static let nameSize = 4096
  /// Bytes of input that wait for a script to take them.
  package static let inputBacklog = 64 << 20
}
