#if !NET8_0_OR_GREATER
namespace System.Runtime.CompilerServices;

// The compiler asks for it in "init".
internal static class IsExternalInit
{
}
#endif
