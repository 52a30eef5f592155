internal import Synchronization

/// A command that can be called by name: what `Get-Command` gives and the registry holds.
// SAFETY: all that is its own is constant, or behind a mutex.
package final class CommandInfo: ObjectReference, @unchecked Sendable {
  package enum Implementation: Sendable {
    /// Makes a fresh instance for each call.
    case cmdlet(@Sendable () -> any Cmdlet)
    /// A function; the value is the evaluator's script block.
    case function(Value)
    case filter(Value)
    /// The name of what it stands for.
    case alias(String)
    /// A native program, by its path.
    case application(String)
    /// A script file, by its path.
    case script(String)
  }

  package let name: String
  package let module: String?
  package let implementation: Implementation
  /// Other names that come with it.
  package let aliases: [String]
  private let source: (@Sendable () throws -> CommandMetadata)?
  private let made = Mutex<CommandMetadata?>(nil)

  package init(_ name: String, module: String? = nil, metadata: CommandMetadata?, _ implementation: Implementation) {
    self.name = name
    self.module = module
    self.implementation = implementation
    aliases = metadata?.aliases ?? []
    if let metadata { source = { metadata } } else { source = nil }
  }

  /// A cmdlet whose parameters are read when they are first needed: a module of hundreds costs nothing when it is added.
  /// `metadata` of a row that is not valid throws, and then the command has none.
  package init(
    cmdlet name: String, module: String?, aliases: [String] = [],
    metadata: @escaping @Sendable () throws -> CommandMetadata, _ make: @escaping @Sendable () -> any Cmdlet
  ) {
    self.name = name
    self.module = module
    self.aliases = aliases
    implementation = .cmdlet(make)
    source = metadata
  }

  /// Nil for aliases, applications and scripts.
  package var metadata: CommandMetadata? {
    guard let source else { return nil }
    return made.withLock { made in
      if made == nil { made = try? source() }
      return made
    }
  }

  package static func cmdlet(
    _ metadata: CommandMetadata, _ make: @escaping @Sendable () -> any Cmdlet
  ) -> CommandInfo {
    CommandInfo(metadata.name, module: metadata.module, metadata: metadata, .cmdlet(make))
  }

  /// `block` is the evaluator's script block.
  package static func function(_ metadata: CommandMetadata, _ block: Value, isFilter: Bool = false) -> CommandInfo {
    CommandInfo(
      metadata.name, module: metadata.module, metadata: metadata, isFilter ? .filter(block) : .function(block))
  }

  package static func alias(_ name: String, for target: String, module: String? = nil) -> CommandInfo {
    CommandInfo(name, module: module, metadata: nil, .alias(target))
  }

  /// CommandType.
  package var kind: CommandKind {
    switch implementation {
    case .cmdlet: .cmdlet
    case .function: .function
    case .filter: .filter
    case .alias: .alias
    case .application: .application
    case .script: .externalScript
    }
  }

  package override var type: TypeReference { Self.typeReference(kind) }
  package override func text(_ context: ValueContext) throws -> String { name }
}

/// System.Management.Automation.CommandTypes.
package enum CommandKind: String, Sendable, CaseIterable {
  case alias = "Alias"
  case function = "Function"
  case filter = "Filter"
  case cmdlet = "Cmdlet"
  case externalScript = "ExternalScript"
  case application = "Application"
}
