package import FoundationEssentials
internal import GRDB
internal import HyperV

/// The host's memory: one SQLite file in which every configuration, every process that outlives the service, and
/// every change made to the host is kept. Each write is one transaction, synced before it returns.
///
/// Values are kept as JSON of the model's types beside the columns that are searched, so that a field more in the
/// model needs no migration.
package struct Store: Sendable {
  private let database: DatabaseQueue
  private let knownSettings = KnownSettings()

  /// Opens or makes the file. Throws `unavailable` when another program holds it or it is not a database.
  package init(path: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL") }
    do {
      database = try DatabaseQueue(path: path, configuration: configuration)
      try Self.migrator.migrate(database)
    } catch {
      throw DrosteError(
        .unavailable, "The store \(path) cannot be opened.", cause: "\(error)",
        hint: "if the file is damaged, move it away: machines that run go on, but must be created again")
    }
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("resources, processes, host changes") { db in
      try db.execute(
        sql: """
          CREATE TABLE resource (
            kind TEXT NOT NULL, id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, value TEXT NOT NULL,
            UNIQUE (kind, name));
          CREATE TABLE process (id TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
          CREATE TABLE ending (id TEXT NOT NULL PRIMARY KEY, reason TEXT NOT NULL);
          CREATE TABLE hostChange (serial INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL, value TEXT NOT NULL);
          CREATE TABLE setting (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
          """)
    }
    return migrator
  }

  /// The kinds of resources; a name is unique within its kind, without regard to case.
  package enum Kind: String, Sendable {
    case machine
    case `switch`
    case nat
  }

  // MARK: Resources

  package func resources<Value: Decodable & Sendable>(_ kind: Kind, as: Value.Type) async throws -> [(
    id: UUID, value: Value
  )] {
    let rows = try await database.read { db in
      try Row.fetchAll(
        db, sql: "SELECT id, value FROM resource WHERE kind = ? ORDER BY rowid", arguments: [kind.rawValue]
      )
      .map { (id: $0["id"] as String, value: $0["value"] as String) }
    }
    return try rows.map { row in
      guard let id = UUID(uuidString: row.id) else { throw Self.damaged("resource \(row.id)") }
      return (id, try Self.decode(row.value, "\(kind.rawValue) \(row.id)"))
    }
  }

  /// The ids of all resources of all kinds.
  package func resourceIDs() async throws -> Set<UUID> {
    try await database.read { db in
      Set(try String.fetchAll(db, sql: "SELECT id FROM resource").compactMap { UUID(uuidString: $0) })
    }
  }

  package func save(_ kind: Kind, id: UUID, name: String, value: some Encodable & Sendable) async throws {
    try await save([Record(kind, id: id, name: name, value: value)])
  }

  /// A resource to be saved.
  package struct Record: Sendable {
    let kind: Kind
    let id: UUID
    let name: String
    let value: any Encodable & Sendable

    package init(_ kind: Kind, id: UUID, name: String, value: any Encodable & Sendable) {
      self.kind = kind
      self.id = id
      self.name = name
      self.value = value
    }
  }

  /// Saves several resources, all or none.
  package func save(_ records: [Record]) async throws {
    let rows = try records.map { (record: $0, json: try Self.encode($0.value)) }
    try await database.write { db in
      for (record, json) in rows {
        try db.execute(
          sql: """
            INSERT INTO resource (kind, id, name, value) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, value = excluded.value
            """, arguments: [record.kind.rawValue, record.id.uuidString, record.name, json])
      }
    }
  }

  /// Forgets a resource with its process and ending; its host changes stay until they are undone.
  package func remove(_ id: UUID) async throws {
    try await database.write { db in
      for table in ["resource", "process", "ending"] {
        try db.execute(sql: "DELETE FROM \(table) WHERE id = ?", arguments: [id.uuidString])
      }
    }
  }

  // MARK: Processes that outlive the service

  package func process<Value: Decodable & Sendable>(_ id: UUID, as: Value.Type) async throws -> Value? {
    let json = try await database.read { db in
      try String.fetchOne(db, sql: "SELECT value FROM process WHERE id = ?", arguments: [id.uuidString])
    }
    return try json.map { try Self.decode($0, "process of \(id)") }
  }

  /// Records a process; a new life clears how the last one ended.
  package func saveProcess(_ id: UUID, _ value: some Encodable) async throws {
    let json = try Self.encode(value)
    try await database.write { db in
      try db.execute(
        sql: "INSERT OR REPLACE INTO process (id, value) VALUES (?, ?)", arguments: [id.uuidString, json])
      try db.execute(sql: "DELETE FROM ending WHERE id = ?", arguments: [id.uuidString])
    }
  }

  package func removeProcess(_ id: UUID, reason: String?) async throws {
    try await database.write { db in
      try db.execute(sql: "DELETE FROM process WHERE id = ?", arguments: [id.uuidString])
      try db.execute(sql: "DELETE FROM ending WHERE id = ?", arguments: [id.uuidString])
      if let reason {
        try db.execute(sql: "INSERT INTO ending (id, reason) VALUES (?, ?)", arguments: [id.uuidString, reason])
      }
    }
  }

  package func endings() async throws -> [UUID: String] {
    try await database.read { db in
      var found: [UUID: String] = [:]
      for row in try Row.fetchAll(db, sql: "SELECT id, reason FROM ending") {
        if let id = UUID(uuidString: row["id"]) { found[id] = row["reason"] }
      }
      return found
    }
  }

  // MARK: Host changes

  package func recordHostChange(owner: UUID, value: some Encodable) async throws {
    let json = try Self.encode(value)
    try await database.write { db in
      try db.execute(
        sql: "INSERT INTO hostChange (owner, value) SELECT ?, ? WHERE NOT EXISTS "
          + "(SELECT 1 FROM hostChange WHERE owner = ? AND value = ?)",
        arguments: [owner.uuidString, json, owner.uuidString, json])
    }
  }

  package func forgetHostChange(owner: UUID, value: some Encodable) async throws {
    let json = try Self.encode(value)
    try await database.write { db in
      try db.execute(
        sql: "DELETE FROM hostChange WHERE owner = ? AND value = ?", arguments: [owner.uuidString, json])
    }
  }

  /// The changes in the order in which they were recorded; nil for every owner's.
  package func hostChanges<Value: Decodable & Sendable>(owner: UUID?, as: Value.Type) async throws -> [(
    owner: UUID, value: Value
  )] {
    let rows = try await database.read { db in
      try Row.fetchAll(db, sql: "SELECT owner, value FROM hostChange ORDER BY serial")
        .map { (owner: $0["owner"] as String, value: $0["value"] as String) }
    }
    return try rows.compactMap { row in
      guard let id = UUID(uuidString: row.owner) else { throw Self.damaged("host change of \(row.owner)") }
      if let owner, owner != id { return nil }
      return (id, try Self.decode(row.value, "host change of \(id)"))
    }
  }

  // MARK: Settings

  /// Takes the next number of a sequence that begins with `first` and never gives one twice.
  package func next(_ sequence: String, first: @Sendable @escaping () -> UInt64) async throws -> UInt64 {
    try await database.write { db in
      let text = try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [sequence])
      let value = text.flatMap(UInt64.init) ?? first()
      try db.execute(
        sql: "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", arguments: [sequence, String(value + 1)])
      return value
    }
  }

  /// A number that was kept under this name; nil when none was.
  package func kept(_ name: String) async throws -> UInt64? {
    try await database.read { db in
      try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [name]).flatMap(UInt64.init)
    }
  }

  /// The numbers that are kept under names which begin so.
  package func keptNumbers(prefix: String) async throws -> [UInt64] {
    try await database.read { db in
      try String.fetchAll(
        db, sql: "SELECT value FROM setting WHERE substr(name, 1, ?) = ?", arguments: [prefix.count, prefix]
      )
      .compactMap(UInt64.init)
    }
  }

  /// A value that was kept under this name; nil when none was.
  package func setting<Value: Decodable & Sendable>(_ name: String, as: Value.Type) async throws -> Value? {
    let json = try await knownSettings.value(name) {
      try await database.read { db in
        try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [name])
      }
    }
    return try json.map { try Self.decode($0, "setting \(name)") }
  }

  package func saveSetting(_ name: String, _ value: some Encodable) async throws {
    let json = try Self.encode(value)
    // In any case: of a write that fails it is not known how far it came.
    defer { knownSettings.forget(name) }
    try await database.write { db in
      try db.execute(sql: "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", arguments: [name, json])
    }
  }

  package func removeSetting(_ name: String) async throws {
    defer { knownSettings.forget(name) }
    try await database.write { db in
      try db.execute(sql: "DELETE FROM setting WHERE name = ?", arguments: [name])
    }
  }

  /// A number that is drawn once and stays the same from then on.
  package func constant(_ name: String, draw: @Sendable @escaping () -> UInt64) async throws -> UInt64 {
    let text = try await knownSettings.value(name) {
      try await database.write { db in
        let known = try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [name])
        if let known, UInt64(known) != nil { return known }
        let drawn = String(draw())
        try db.execute(sql: "INSERT INTO setting (name, value) VALUES (?, ?)", arguments: [name, drawn])
        return drawn
      }
    }
    guard let value = text.flatMap({ UInt64($0) }) else { throw Self.damaged("setting \(name)") }
    return value
  }

  // MARK: JSON

  private static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private static func decode<Value: Decodable>(_ json: String, _ what: String) throws -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: Data(json.utf8))
    } catch {
      throw damaged(what, cause: "\(error)")
    }
  }

  private static func damaged(_ what: String, cause: String? = nil) -> DrosteError {
    DrosteError(.unspecified, "The store holds something unreadable: \(what).", cause: cause)
  }
}
