internal import HyperV

/// Whose cloud a computer runs in, by what its firmware says, and which setting there gives it extensions.
struct CloudProvider {
  var name: String
  var mend: String

  static func of(_ system: SystemFacts) -> CloudProvider? {
    if system.message("running as an SEV guest", "Memory Encryption Features active: AMD SEV") != nil {
      return CloudProvider(
        name: "A confidential machine (SEV)", mend: "Use a machine type without confidential computing.")
    }
    let computer = system.computer
    let text = [computer.vendor, computer.product, computer.biosVendor].joined(separator: " ").lowercased()
    // The asset tag that Azure gives to all its machines.
    if computer.assetTag == "7783-7084-3265-9085-8269-3286-77" {
      return CloudProvider(
        name: "Azure",
        mend:
          "Use a size that nests (Dv3, Ev3 and later) with the security type Standard; Trusted Launch does not nest.")
    }
    if text.contains("amazon") {
      return CloudProvider(
        name: "AWS", mend: "Use a metal instance type, or one with nested virtualization enabled in its CPU options.")
    }
    if text.contains("google") {
      return CloudProvider(
        name: "Google Cloud",
        mend: "gcloud compute instances update NAME: enableNestedVirtualization: true, then restart")
    }
    if text.contains("digitalocean") {
      return CloudProvider(name: "DigitalOcean", mend: "Use a Droplet type with dedicated processors.")
    }
    if text.contains("alibaba") {
      return CloudProvider(name: "Alibaba Cloud", mend: "Use an ECS Bare Metal instance type.")
    }
    if text.contains("oraclecloud") {
      return CloudProvider(name: "Oracle Cloud", mend: "Use a bare metal shape, or one that nests.")
    }
    return nil
  }
}
