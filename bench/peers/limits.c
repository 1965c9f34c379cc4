/* What the machine and two BLAS libraries reach, to stand beside our own numbers from the same minute:
 *   fma    multiply-add peak of the threads in float32, GFLOP/s
 *   gemm   C = A B, square, row-major, float32, by oneDNN and OpenBLAS, GFLOP/s (the best of many short runs)
 * build: apt-get install libdnnl-dev libopenblas-dev && gcc -O3 -march=native -fopenmp limits.c -o limits -ldnnl -lopenblas
 * run:   OMP_NUM_THREADS=N OPENBLAS_NUM_THREADS=N ./limits [SIZE...]
 * bench gemm --limits PATH runs it and prints the ratios.
 */
#include <cblas.h>
#include <dnnl.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef __AVX512F__
#define LANES 16
#define CHAINS 16
#else
#define LANES 8
#define CHAINS 12
#endif
typedef float vec __attribute__((vector_size(LANES * 4)));

static float chains(long steps, float seed) {
    vec a[CHAINS], m, c;
    for (int l = 0; l < LANES; l++) { m[l] = 0.999f; c[l] = 0.001f; for (int i = 0; i < CHAINS; i++) a[i][l] = seed + i; }
    for (long s = 0; s < steps; s++) {
        #pragma GCC unroll 16
        for (int i = 0; i < CHAINS; i++) a[i] = a[i] * m + c;
    }
    float sum = 0;
    for (int i = 0; i < CHAINS; i++) sum += a[i][0];
    return sum;
}

static double fma_peak(void) {
    const long steps = 400000;
    double best = 0;
    volatile float sink = 0;
    for (int r = 0; r < 200; r++) {
        double from = omp_get_wtime();
        float sum = 0;
        #pragma omp parallel reduction(+ : sum)
        sum += chains(steps, (float)omp_get_thread_num());
        double rate = 2.0 * LANES * CHAINS * steps * omp_get_max_threads() / (omp_get_wtime() - from) / 1e9;
        sink = sink + sum;
        best = rate > best ? rate : best;
    }
    return best;
}

int main(int argc, char **argv) {
    static const int all[] = {32, 64, 128, 256, 512, 1024, 2048};
    printf("fma %.1f\n", fma_peak());
    int count = argc > 1 ? argc - 1 : 7;
    for (int s = 0; s < count; s++) {
        int n = argc > 1 ? atoi(argv[s + 1]) : all[s];
        size_t bytes = ((size_t)n * n * 4 + 63) / 64 * 64;
        float *a = aligned_alloc(64, bytes), *b = aligned_alloc(64, bytes), *c = aligned_alloc(64, bytes);
        for (long i = 0; i < (long)n * n; i++) { a[i] = i % 17 - 8; b[i] = i % 13 - 6; c[i] = 0; }
        double best[2] = {0, 0}, flops = 2.0 * n * n * n;
        int inner = 1 + (int)(2e7 / flops);
        double end = omp_get_wtime() + 1.5;
        do {
            for (int lib = 0; lib < 2; lib++) {
                double from = omp_get_wtime();
                for (int k = 0; k < inner; k++) {
                    if (lib == 0) dnnl_sgemm('N', 'N', n, n, n, 1, a, n, b, n, 0, c, n);
                    else cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, a, n, b, n, 0, c, n);
                }
                double rate = flops * inner / (omp_get_wtime() - from) / 1e9;
                best[lib] = rate > best[lib] ? rate : best[lib];
            }
        } while (omp_get_wtime() < end);
        printf("gemm %d oneDNN %.1f OpenBLAS %.1f\n", n, best[0], best[1]);
        fflush(stdout);
        free(a); free(b); free(c);
    }
    return 0;
}
