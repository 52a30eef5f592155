internal import Glibc
internal import Netlink
internal import PowerShell

/// The errors of the network cmdlets, as CIM's cmdlets have them.
enum NetworkFailure {
  static let jobException = "Microsoft.PowerShell.Cmdletization.Cim.CimJobException"
  static let cimException = "Microsoft.Management.Infrastructure.CimException"

  /// A parameter that this system has nothing for.
  static func parameter(_ name: String, _ command: String, _ why: String? = nil) -> PowerShellError {
    PowerShellError(
      "The parameter '\(name)' of \(command) is not supported on this system, so nothing was done"
        + (why.map { ": \($0)" } ?? ". Leave it out."),
      id: "ParameterNotSupported", category: .notImplemented, exceptionType: "System.NotSupportedException",
      target: .string(name))
  }

  /// What CIM's cmdlets say of an argument; `ParameterNotValid` is ours where Windows' own id is not known.
  static func argument(_ message: String, target: Value = .null) -> PowerShellError {
    PowerShellError(
      message, id: "Windows System Error 87", category: .invalidArgument, exceptionType: cimException, target: target)
  }

  /// `InvalidArgument: (MSFT_NetIPAddress:ROOT/StandardCimv2/MSFT_NetIPAddress) [New-NetIPAddress], CimException`.
  static func exists(_ cimClass: CimClass) -> PowerShellError {
    argument("Instance \(cimClass.name) already exists", target: cimClass.target)
  }

  static func notFound(_ cimClass: CimClass, _ property: String, _ value: Value) -> PowerShellError {
    let text = (try? value.displayString()) ?? ""
    return PowerShellError(
      "No \(cimClass.name) objects found with property '\(property)' equal to '\(text)'.  Verify the value of the "
        + "property and retry.", id: "CmdletizationQuery_NotFound_\(property)", category: .objectNotFound,
      exceptionType: jobException, target: value)
  }

  static func notFound(_ cimClass: CimClass, where conditions: [String]) -> PowerShellError {
    let query = conditions.isEmpty ? "" : "  WHERE \(conditions.joined(separator: " AND "))"
    return PowerShellError(
      "No matching \(cimClass.name) objects found by CIM query for instances of the "
        + "ROOT/StandardCimv2/\(cimClass.name) class on the  CIM server: SELECT * FROM \(cimClass.name)\(query). Verify "
        + "query parameters and retry.", id: "CmdletizationQuery_NotFound", category: .objectNotFound,
      exceptionType: jobException, target: .string(cimClass.name))
  }

  /// What the kernel refused.
  static func kernel(_ error: NetlinkError, _ cimClass: CimClass) -> PowerShellError {
    switch error.number {
    case EEXIST?: exists(cimClass)
    case EPERM?, EACCES?:
      PowerShellError(
        "Access is denied. Changing the network needs the rights of root (\(error)).", id: "Windows System Error 5",
        category: .permissionDenied, exceptionType: cimException, target: cimClass.target)
    case EINVAL?: argument("The parameter is incorrect: \(error).", target: cimClass.target)
    default:
      PowerShellError(
        "The network could not be changed: \(error).", id: "NetworkRequestRefused", category: .notSpecified,
        exceptionType: cimException, target: cimClass.target)
    }
  }

  /// Runs a request to the kernel and gives its errors the form of the cmdlets.
  static func requesting<Result>(_ cimClass: CimClass, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as NetlinkError { throw kernel(error, cimClass) }
  }
}
