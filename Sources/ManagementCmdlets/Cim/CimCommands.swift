internal import PowerShell

/// Get-CimInstance, Get-WmiObject, Get-CimClass and Invoke-CimMethod.
enum CimCommands {
  static let all: [CommandInfo] = [
    CommandInfo(
      cmdlet: "Get-CimInstance", module: ModuleName.cim, aliases: ["gcim"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Get-CimInstance", module: ModuleName.cim,
          errorSource: "Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand",
          [
            "!ClassName@0<property in ClassName", "!Query<property in Query", "QueryDialect<property in Query",
            "!InputObject@0<value Object in InputObject", "Namespace<property in ClassName, Query",
            "Filter<property in ClassName", "Property<property String[] = SelectProperties in ClassName",
            "KeyOnly SwitchParameter in ClassName", "Shallow SwitchParameter in ClassName, Query",
            "ComputerName<property String[] = CN, ServerName", "CimSession<property Object[]",
            "OperationTimeoutSec<property UInt32 = OT", "ResourceUri<property Object",
          ], defaultSetName: "ClassName",
          synopsis: "Gives what this computer tells of itself: processor, memory, system, disks, adapters.")
      }, { ReportingCmdlet { try get($0, isManagementObject: false) } }),
    CommandInfo(
      cmdlet: "Get-WmiObject", module: ModuleName.management, aliases: ["gwmi"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Get-WmiObject", module: ModuleName.management,
          errorSource: "Microsoft.PowerShell.Commands.GetWmiObjectCommand",
          [
            "Class@0 = ClassName in query, list", "Property@1 String[] in query", "Filter in query",
            "!Query in WQLQuery", "Namespace = NS", "ComputerName String[] = Cn", "List SwitchParameter in list",
            "Recurse SwitchParameter in list", "Amended SwitchParameter", "DirectRead SwitchParameter",
            "AsJob SwitchParameter",
            "Credential Object", "ThrottleLimit Int32", "Authority", "Locale", "EnableAllPrivileges SwitchParameter",
          ], defaultSetName: "query", synopsis: "As Get-CimInstance, with the objects' older type.")
      }, { ReportingCmdlet { try get($0, isManagementObject: true) } }),
    CommandInfo(
      cmdlet: "Get-CimClass", module: ModuleName.cim, aliases: ["gcls"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Get-CimClass", module: ModuleName.cim,
          errorSource: "Microsoft.Management.Infrastructure.CimCmdlets.GetCimClassCommand",
          [
            "ClassName@0<property", "Namespace@1<property", "ComputerName<property String[] = CN, ServerName",
            "CimSession Object[]", "MethodName<property", "PropertyName<property", "QualifierName<property",
            "OperationTimeoutSec UInt32 = OT", "Amended SwitchParameter",
          ], synopsis: "Lists the classes that Get-CimInstance knows.")
      }, { ReportingCmdlet(classes) }),
    CommandInfo(
      cmdlet: "Invoke-CimMethod", module: ModuleName.cim, aliases: ["icim"],
      metadata: {
        try CommandMetadata(
          cmdlet: "Invoke-CimMethod", module: ModuleName.cim,
          errorSource: "Microsoft.Management.Infrastructure.CimCmdlets.InvokeCimMethodCommand",
          [
            "ClassName@0<property = Class", "InputObject<value Object", "Arguments@1<property Object",
            "MethodName@2<property = Name",
            "Namespace<property", "Query<property", "ComputerName String[] = CN, ServerName", "CimSession Object[]",
          ], supportsShouldProcess: true, synopsis: "Is refused: the classes of this computer have no methods.")
      }, { ReportingCmdlet(invoke) }),
  ]

  private static func get(_ invocation: Invocation, isManagementObject: Bool) throws {
    try invocation.requireThisComputer()
    try invocation.refuse(
      ["CimSession", "ResourceUri", "Credential", "AsJob", "Authority", "Locale", "ThrottleLimit"],
      because: "only this computer is asked, at once and as the session's own user.")
    try invocation.refuse(
      ["Amended", "DirectRead", "EnableAllPrivileges", "Recurse"], because: "the classes here are plain.")
    let bound = invocation.bound
    if let dialect = bound.string("QueryDialect"), !dialect.isSameName(as: "WQL") {
      try invocation.refuse(["QueryDialect"], because: "queries are in WQL.")
    }
    if let given = bound["InputObject"] { return try invocation.writeOutput(given) }
    let namespace = bound.string("Namespace") ?? CimClasses.standardNamespace
    var name = bound.string("ClassName") ?? bound.string("Class") ?? ""
    if bound.isSet("List") { return try list(name.isEmpty ? "*" : name, namespace, invocation) }
    var query: WQLQuery?
    if let text = bound.string("Query") {
      let parsed = try WQLQuery(query: text)
      (query, name) = (parsed, parsed.className)
    } else if let filter = bound.string("Filter") {
      query = try WQLQuery(filter: filter)
    }
    guard !name.isEmpty else {
      throw PowerShellError(
        "Cannot process command because of one or more missing mandatory parameters: Class.",
        id: "MissingMandatoryParameter", category: .invalidArgument,
        exceptionType: "System.Management.Automation.ParameterBindingException")
    }
    guard CimClasses.namespaces.contains(CimClasses.folded(namespace)) else {
      throw isManagementObject
        ? management("Invalid namespace \"\(namespace)\"", namespace) : missingNamespace(namespace)
    }
    guard let found = CimClasses.find(name, in: namespace) else {
      throw isManagementObject ? management("Invalid class \"\(name)\"", name) : missingClass(name, namespace)
    }
    let options = try invocation.management().options
    let wanted = bound.strings("Property") ?? query?.properties ?? []
    for instance in found.instances(HostFacts(root: options.systemRoot), options) {
      if let query, try !query.fits(instance) { continue }
      try invocation.writeOutput(
        CimInstance.value(found, instance, properties: wanted, keysOnly: bound.isSet("KeyOnly"), isManagementObject))
    }
  }

  private static func list(_ pattern: String, _ namespace: String, _ invocation: Invocation) throws {
    let wildcard = try Wildcard(pattern)
    for found in CimClasses.all
    where found.namespace == CimClasses.folded(namespace) && wildcard.matches(found.name) {
      try invocation.writeOutput(CimInstance.classValue(found, try invocation.management().options))
    }
  }

  private static func classes(_ invocation: Invocation) throws {
    try invocation.requireThisComputer()
    try invocation.refuse(
      ["CimSession", "QualifierName", "MethodName", "Amended"], because: "classes here have properties only.")
    let name = invocation.bound.string("ClassName") ?? "*"
    let namespace = invocation.bound.string("Namespace") ?? CimClasses.standardNamespace
    guard CimClasses.namespaces.contains(CimClasses.folded(namespace)) else { throw missingNamespace(namespace) }
    let wildcard = try Wildcard(name)
    let property = try invocation.bound.string("PropertyName").map { try Wildcard($0) }
    let found = CimClasses.all.filter {
      $0.namespace == CimClasses.folded(namespace) && wildcard.matches($0.name)
    }
    if found.isEmpty, !Wildcard.isPattern(name) { throw missingClass(name, namespace) }
    let options = try invocation.management().options
    for one in found {
      if let property {
        let names = one.instances(HostFacts(root: options.systemRoot), options).first?.map(\.name) ?? []
        guard names.contains(where: { property.matches($0) }) else { continue }
      }
      try invocation.writeOutput(CimInstance.classValue(one, options))
    }
  }

  private static func invoke(_ invocation: Invocation) throws {
    let name = invocation.bound.string("MethodName") ?? ""
    throw PowerShellError(
      "The method '\(name)' cannot be called: the classes of this computer have no methods. Use the command that does it, "
        + "for example Start-Process, Stop-Process, Restart-Computer or the Hyper-V commands.",
      id: "HRESULT 0x80041056", category: .notImplemented,
      exceptionType: "Microsoft.Management.Infrastructure.CimException", target: .string(name))
  }

  private static func missingClass(_ name: String, _ namespace: String) -> PowerShellError {
    PowerShellError(
      "Invalid class \"\(name)\"", id: "HRESULT 0x80041010", category: .metadataError,
      exceptionType: "Microsoft.Management.Infrastructure.CimException",
      target: .string("\(CimClasses.folded(namespace)):\(name)"))
  }

  private static func missingNamespace(_ namespace: String) -> PowerShellError {
    PowerShellError(
      "Invalid namespace \"\(namespace)\"", id: "HRESULT 0x8004100e", category: .metadataError,
      exceptionType: "Microsoft.Management.Infrastructure.CimException", target: .string(namespace))
  }

  private static func management(_ message: String, _ target: String) -> PowerShellError {
    PowerShellError(
      message, id: "GetWMIManagementException", category: .invalidType,
      exceptionType: "System.Management.ManagementException", target: .string(target))
  }
}
