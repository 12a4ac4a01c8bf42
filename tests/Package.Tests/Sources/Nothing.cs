namespace Misuse
{
    public static class Nothing
    {
    }
}
