/// A named network namespace (`/run/netns/NAME`) in which commands are to run instead of the process's own.
public struct NetworkNamespace: Hashable, Sendable {
  public let name: String

  public init(_ name: String) { self.name = name }
}
