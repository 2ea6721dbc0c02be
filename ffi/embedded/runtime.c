/* What rustc asks for and the runtimes of C compilers do not have yet: C23's maxima and minima that pass over a NaN. */

double fmaximum_num(double a, double b);
double fminimum_num(double a, double b);

double fmaximum_num(double a, double b)
{
    if (a != a || b > a) return b;
    /* The sum of two zeros is the positive one, if there is one. */
    return b == a && a == 0.0 ? a + b : a;
}

double fminimum_num(double a, double b)
{
    return -fmaximum_num(-a, -b);
}
