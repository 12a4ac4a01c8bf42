using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

/// <summary>One after the other, and beside no other test: a busy machine would be measured in place of the close.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class KernelCollection
{
    public const string Name = "Kernel";
}
