import FoundationEssentials
import PowerShell
import Testing

/// A value as `type:text`, with the elements of an array in brackets, so that a table row tells types apart.
func show(_ value: Value) -> String {
  switch value {
  case .null: return "null"
  case .nothing: return "nothing"
  case .array(let array): return "[" + array.elements.map(show).joined(separator: ", ") + "]"
  case .string(let text): return "'\(text)'"
  case .boolean(let flag): return flag ? "true" : "false"
  default:
    if let elements = value.reference?.enumerated { return "(" + elements.map(show).joined(separator: ", ") + ")" }
    let text = (try? value.displayString()) ?? "?"
    if case .int32 = value { return text }
    return "\(value.type.shortName.lowercased()):\(text)"
  }
}

/// The error's id and text when it fails.
func outcome(_ body: () throws -> Value) -> String {
  do { return show(try body()) } catch let error as PowerShellError {
    return "!\(error.id): \(error.message)"
  } catch {
    return "unexpected \(error)"
  }
}

/// A context whose clock stands still, without anything of the host.
let fixed = ValueContext(
  now: { DateTime(year: 2024, month: 5, day: 6, hour: 7, kind: .utc) ?? .earliest },
  environment: { $0 == "NAME" ? "value" : nil }, machineName: { "HOST1" }, userName: { "tester" },
  currentDirectory: { "C:\\work" })

func type(_ name: String) throws -> TypeReference { try TypeRegistry().get(name) }

func date(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0, _ second: Int = 0) -> Value {
  DateTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second).map { .dateTime($0) }
    ?? .null
}

func long(_ number: Int64) -> Value { .int64(number) }
func char(_ text: String) -> Value { .character(text.utf16.first ?? 0) }
func table(_ pairs: KeyValuePairs<String, Value>) -> Value { .object(DictionaryObject(pairs)) }
func decimal(_ number: Int) -> Value { .decimal(Decimal(number)) }
