public import HostAPI

extension HostClient: LabHost {}
